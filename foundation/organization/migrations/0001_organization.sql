create schema organization;

-- What a kind of post may do: data, so that an authorised officer can change it without a release.
create table organization.post_kinds (
  kind        text primary key,
  name_zh     text not null,
  name_en     text not null,
  permissions text[] not null,
  -- 'organization': sees the rows of its own organization and those below it; 'region': everything of its region.
  sees        text not null check (sees in ('organization', 'region')),
  version     int not null default 1
);

-- A department or unit. region_code: where it acts; parent_id: the vertical leadership (条).
create table organization.organizations (
  id          text primary key,
  uscc        text unique,
  kind        text not null,
  name_zh     text not null,
  name_en     text not null,
  region_code text not null collate "C",
  parent_id   text references organization.organizations (id),
  phone       text,
  address     text,
  ended_at    timestamptz,
  version     int not null default 1
);
create index on organization.organizations (kind, region_code) where ended_at is null;
create index on organization.organizations (parent_id);

create table organization.officers (
  id                 text primary key,
  organization_id    text not null references organization.organizations (id),
  name               text not null,
  staff_no           text not null,
  enforcement_no     text, -- 执法证号, demanded where an officer inspects or enforces
  unique (organization_id, staff_no)
);

create table organization.posts (
  id              text primary key,
  organization_id text not null references organization.organizations (id),
  kind            text not null references organization.post_kinds (kind),
  name_zh         text not null,
  name_en         text not null
);

create table organization.assignments (
  officer_id text not null references organization.officers (id),
  post_id    text not null references organization.posts (id),
  from_on    date not null,
  until_on   date check (until_on > from_on),
  primary key (officer_id, post_id, from_on)
);
create index on organization.assignments (post_id);

call scope.protect_public('organization.post_kinds', 'system', 'officer');
call scope.protect_public('organization.organizations', 'system', 'officer');
call scope.protect_public('organization.officers', 'system', 'officer');
call scope.protect_public('organization.posts', 'system', 'officer');
call scope.protect_public('organization.assignments', 'system', 'officer');
