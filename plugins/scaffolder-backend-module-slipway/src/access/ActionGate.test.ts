import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { stackApplyPermission } from '@slipway/plugin-slipway-common';
import { ActionGate } from './ActionGate';

const run = {
  logger: mockServices.logger.mock(),
  task: { id: 'task-1' },
  user: { ref: 'user:default/ada' },
  getInitiatorCredentials: async () => mockCredentials.user(),
};

function setUp(result: AuthorizeResult.ALLOW | AuthorizeResult.DENY) {
  const event = { success: jest.fn(), fail: jest.fn() };
  const auditor = mockServices.auditor.mock({
    createEvent: jest.fn(async () => event),
  });
  const gate = ActionGate.create({
    auditor,
    permissions: mockServices.permissions.mock({
      authorize: async () => [{ result }],
    }),
  });
  const work = jest.fn(async () => 'done');
  const pass = () =>
    gate.pass(
      {
        run,
        permission: stackApplyPermission,
        eventId: 'stack-apply',
        meta: { environment: 'dev' },
      },
      work,
    );
  return { auditor, event, pass, work };
}

describe('ActionGate', () => {
  it('lets an allowed caller work and writes it down', async () => {
    const { auditor, event, pass } = setUp(AuthorizeResult.ALLOW);
    await expect(pass()).resolves.toBe('done');
    expect(auditor.createEvent).toHaveBeenCalledWith({
      eventId: 'stack-apply',
      severityLevel: 'high',
      meta: {
        environment: 'dev',
        taskId: 'task-1',
        user: 'user:default/ada',
        dryRun: false,
      },
    });
    expect(event.success).toHaveBeenCalledTimes(1);
  });

  it('stops a denied caller before anything happens', async () => {
    const { event, pass, work } = setUp(AuthorizeResult.DENY);
    await expect(pass()).rejects.toMatchObject({
      name: 'NotAllowedError',
      message:
        'user:default/ada may not do this: the permission slipway.stack.apply is missing',
    });
    expect(work).not.toHaveBeenCalled();
    expect(event.fail).toHaveBeenCalledTimes(1);
  });

  it('writes down a failure and passes it on', async () => {
    const { event, pass, work } = setUp(AuthorizeResult.ALLOW);
    work.mockRejectedValue(new Error('no'));
    await expect(pass()).rejects.toThrow('no');
    expect(event.fail).toHaveBeenCalledWith({ error: new Error('no') });
    expect(event.success).not.toHaveBeenCalled();
  });
});
