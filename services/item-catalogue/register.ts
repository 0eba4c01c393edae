/** Words under which people would be asked for what the base register already holds, by element. */
export const registerWords: Readonly<Record<string, readonly string[]>> = {
  'person.name': ['姓名', '申请人姓名', 'Name', 'Full name'],
  'person.idNumber': ['公民身份号码', '身份证号', '身份证号码', 'Citizen ID number', 'ID number'],
  'person.birthOn': ['出生日期', '生日', 'Date of birth', 'Birthday'],
  'person.sex': ['性别', 'Sex', 'Gender'],
  'person.residence': ['户籍地址', '户口所在地', 'Registered residence'],
  'person.regionCode': ['户籍所在地区', '户籍地区', 'Region of registered residence'],
  'person.nationality': ['国籍', 'Nationality'],
  'person.phone': ['手机号码', '手机号', '联系电话', 'Mobile number', 'Telephone'],
  'person.photo': ['证件照片', '身份证照片', 'Identity photo'],
  'legal.name': ['市场主体名称', '企业名称', '单位名称', 'Name of the business', 'Company name'],
  'legal.uscc': ['统一社会信用代码', '信用代码', 'Unified social credit code', 'USCC'],
  'legal.kind': ['主体类型', '企业类型', 'Kind of entity'],
  'legal.representative': ['法定代表人（负责人）', '法定代表人', '负责人', 'Legal representative'],
  'legal.address': ['住所（主要经营场所）', '住所', '注册地址', '经营场所', 'Registered address'],
  'legal.regionCode': ['住所所在地区', 'Region of the registered address'],
  'legal.businessScope': ['经营范围', 'Business scope'],
  'legal.registeredOn': ['成立日期', '注册日期', 'Date of establishment'],
};

/** The data elements that the base register can answer, by id. */
export const registerElements: readonly string[] = Object.keys(registerWords);
