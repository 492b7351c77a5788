/** The operator of the local AWS, and where it works. These keys open nothing else. */
export const localIdentity = {
  AWS_ACCESS_KEY_ID: 'AKIALOCALOPERATOR000',
  AWS_SECRET_ACCESS_KEY: 'local-operator-secret',
  AWS_REGION: 'eu-central-1',
  AWS_DEFAULT_REGION: 'eu-central-1',
};
