import { ResponseError } from '@backstage/errors';
import {
  overviewSchema,
  type ProblemCode,
} from '@slipway/plugin-slipway-common';
import { toProblem } from './toProblem';

async function answer(status: number, message: string) {
  return await ResponseError.fromResponse(
    Object.assign(
      Response.json(
        { error: { name: 'Error', message }, response: { statusCode: status } },
        { status },
      ),
    ),
  );
}

describe('toProblem', () => {
  it.each<[number, ProblemCode, string]>([
    [400, 'annotation-invalid', 'slipway.dev/stack is no stack name'],
    [401, 'credentials-invalid', 'You are not signed in any more'],
    [403, 'access-denied', 'The policy of the portal does not allow you this'],
    [404, 'not-found', 'No such entity'],
    [503, 'unreachable', 'The portal answered with status 503: too busy'],
  ])('tells status %s as %s', async (status, code, message) => {
    const said = message.includes(': ') ? 'too busy' : message;
    expect(toProblem(await answer(status, said))).toMatchObject({
      code,
      message,
      remedy: expect.stringMatching(/\w/),
    });
  });

  it('tells an answer that does not parse', () => {
    const { error } = overviewSchema.safeParse({});
    expect(toProblem(error)).toMatchObject({ code: 'unexpected-answer' });
  });

  it('tells a lost connection', () => {
    expect(toProblem(new TypeError('Failed to fetch'))).toEqual({
      code: 'unreachable',
      message: 'The portal did not answer',
      remedy: 'Check the network; this page tries again by itself',
    });
  });
});
