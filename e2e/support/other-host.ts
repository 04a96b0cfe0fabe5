/** Leads to this machine in the tests' browser only. Source: RFC 2606 section 2, names under `.test` are nobody's. */
export const OTHER_HOST = 'zoetrope.test';
