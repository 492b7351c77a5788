import { PlainError, step } from '../lib/report.mjs';

async function answer(response, what) {
  if (!response.ok) {
    throw new PlainError(
      `${what} was refused with ${response.status}: ${(
        await response.text()
      ).slice(0, 500)}`,
    );
  }
  return response.json();
}

async function signIn(portalUrl) {
  const response = await fetch(`${portalUrl}/api/auth/guest/refresh`, {
    method: 'POST',
    headers: { 'X-Requested-With': 'XMLHttpRequest' },
  }).catch(() => {
    throw new PlainError(
      `The portal does not answer on ${portalUrl}: start it with npm start.`,
    );
  });
  return (await answer(response, 'Signing in as guest')).backstageIdentity
    .token;
}

/** The events of a task from `after` on, and whether it has ended. */
async function nextEvents({ portalUrl, headers, taskId, after }) {
  const query = after === undefined ? '' : `?after=${after}`;
  return answer(
    await fetch(
      `${portalUrl}/api/scaffolder/v2/tasks/${taskId}/events${query}`,
      { headers },
    ),
    'Reading the log of the task',
  );
}

/**
 * Runs a software template through the portal, as its page does, and shows the task's log. Throws a PlainError when
 * the task does not complete.
 */
export async function runTemplate({ portalUrl, templateRef, values }) {
  const token = await signIn(portalUrl);
  const headers = {
    Authorization: `Bearer ${token}`,
    'Content-Type': 'application/json',
  };
  const { id: taskId } = await answer(
    await fetch(`${portalUrl}/api/scaffolder/v2/tasks`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ templateRef, values, secrets: {} }),
    }),
    `Running ${templateRef}`,
  );
  step(`Task: ${portalUrl}/create/tasks/${taskId}`);
  let after;
  for (;;) {
    const events = await nextEvents({ portalUrl, headers, taskId, after });
    for (const event of events) {
      after = event.id;
      process.stdout.write(`${event.body.message}\n`);
      if (event.type === 'completion') {
        if (event.body.status !== 'completed') {
          throw new PlainError(`The task ${event.body.status ?? 'failed'}.`);
        }
        return;
      }
    }
    await new Promise(resolve => {
      setTimeout(resolve, 500);
    });
  }
}
