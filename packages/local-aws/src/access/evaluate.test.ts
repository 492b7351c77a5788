import { evaluate, type Evaluation, type Verdict } from './evaluate';

const BUCKET = 'arn:aws:s3:::state';
const SERVICE =
  'arn:aws:ecs:eu-central-1:123456789012:service/slipway/slipway-orders';
const MANAGED = 'arn:aws:iam::123456789012:policy/managed';

function policy(
  name: string,
  ...statements: [effect: 'Allow' | 'Deny', action: string][]
) {
  return {
    name,
    policy: {
      Version: '2012-10-17',
      Statement: statements.map(([Effect, Action]) => ({
        Effect,
        Action,
        Resource: '*',
      })),
    },
  };
}

const everything = policy('inline', ['Allow', '*']);

async function verdictOn(change: Partial<Evaluation>): Promise<Verdict> {
  return evaluate({
    authorization: {
      action: 'ecs:DescribeServices',
      resource: SERVICE,
    },
    principal: 'arn:aws:sts::123456789012:assumed-role/slipway-reader/portal',
    accountId: '123456789012',
    policies: [everything],
    context: {},
    ...change,
  });
}

describe('what AWS says why it denies', () => {
  it.each<[string, Partial<Evaluation>, string]>([
    [
      'no policy allows it',
      { policies: [policy('inline', ['Allow', 'ecs:ListTasks'])] },
      'because no identity-based policy allows the ecs:DescribeServices action',
    ],
    [
      'an inline policy denies it, which has no ARN',
      { policies: [everything, policy('never', ['Deny', 'ecs:*'])] },
      'with an explicit deny in an identity-based policy',
    ],
    [
      'a managed policy denies it',
      { policies: [everything, policy(MANAGED, ['Deny', 'ecs:*'])] },
      `with an explicit deny in an identity-based policy: ${MANAGED}`,
    ],
    [
      'the permissions boundary does not reach that far',
      { boundary: policy(MANAGED, ['Allow', 's3:*']) },
      'because no permissions boundary allows the ecs:DescribeServices action',
    ],
    [
      'the permissions boundary denies it',
      { boundary: policy(MANAGED, ['Allow', '*'], ['Deny', 'ecs:*']) },
      `with an explicit deny in a permissions boundary: ${MANAGED}`,
    ],
    [
      'the policy of the resource denies it',
      {
        authorization: { action: 's3:ListBucket', resource: BUCKET },
        resourcePolicy: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Deny',
              Principal: '*',
              Action: 's3:*',
              Resource: BUCKET,
            },
          ],
        },
      },
      'with an explicit deny in a resource-based policy',
    ],
  ])('%s', async (_, change, reason) => {
    expect(await verdictOn(change)).toMatchObject({ allowed: false, reason });
  });

  it.each<[string, Partial<Evaluation>, string]>([
    [
      'no policy allows it',
      { policies: [] },
      'because no identity-based policy allows the ecs:ListTasks action',
    ],
    [
      'a managed policy denies it',
      { policies: [everything, policy(MANAGED, ['Deny', 'ecs:*'])] },
      `with an explicit deny in an identity-based policy: ${MANAGED}`,
    ],
    [
      'the permissions boundary does not reach that far',
      { boundary: policy(MANAGED, ['Allow', 's3:*']) },
      'because no permissions boundary allows the ecs:ListTasks action',
    ],
    [
      'the permissions boundary denies it',
      { boundary: policy(MANAGED, ['Allow', '*'], ['Deny', 'ecs:*']) },
      `with an explicit deny in a permissions boundary: ${MANAGED}`,
    ],
  ])(
    'is the same where the resource is unknown: %s',
    async (_, change, reason) => {
      const authorization = { action: 'ecs:ListTasks' };
      expect(await verdictOn({ authorization, ...change })).toMatchObject({
        allowed: false,
        reason,
      });
    },
  );

  it.each([
    ['names what is asked about', 'ecs:DescribeServices', SERVICE],
    ['names nothing that is unknown', 'ecs:ListTasks', undefined],
    [
      'names nothing where the action has no resources',
      'elasticloadbalancing:DescribeTargetHealth',
      undefined,
    ],
  ])('%s: %s', async (_, action, named) => {
    const resource = action === 'ecs:ListTasks' ? undefined : SERVICE;
    const verdict = await verdictOn({
      authorization: { action, resource },
      policies: [],
    });
    expect(verdict).toMatchObject({ allowed: false });
    expect(verdict).toHaveProperty('resource', named);
  });
});
