export { default } from './routes.ts';
export {
  addOfficer,
  addOrganization,
  addPost,
  assign,
  departmentFor,
  errors,
  findOfficers,
  findOrganizations,
  holdersOf,
  isSetUp,
  officerActor,
  postsOf,
  setPostKind,
  upwards,
} from './service.ts';
