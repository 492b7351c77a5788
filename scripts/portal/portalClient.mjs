import { PlainError, step } from '../lib/report.mjs';

// The log of a task appears as it is written, as far as a person sees.
const POLL_MS = 200;

async function signIn(portalUrl) {
  const response = await fetch(`${portalUrl}/api/auth/guest/refresh`, {
    method: 'POST',
    headers: { 'X-Requested-With': 'XMLHttpRequest' },
  }).catch(() => {
    throw new PlainError(
      `The portal does not answer on ${portalUrl}: start it with npm start.`,
    );
  });
  return (await answerOf(response, 'Signing in as guest')).backstageIdentity
    .token;
}

async function answerOf(response, what) {
  if (!response.ok) {
    throw new PlainError(
      `${what} was refused with ${response.status}: ${(
        await response.text()
      ).slice(0, 500)}`,
    );
  }
  return response.json();
}

/** The portal's API, as a guest of the local stack uses it. */
export async function portalClient(portalUrl) {
  const token = await signIn(portalUrl);
  const headers = {
    Authorization: `Bearer ${token}`,
    'Content-Type': 'application/json',
  };
  const request = (path, options) =>
    fetch(`${portalUrl}${path}`, { headers, ...options });
  const get = async path => answerOf(await request(path), `Reading ${path}`);

  return {
    get,

    async post(path) {
      return answerOf(
        await request(path, { method: 'POST' }),
        `Posting to ${path}`,
      );
    },

    async exists(path) {
      return (await request(path)).ok;
    },

    /**
     * Runs a software template as its page does, and shows the task's log. Resolves with the task's events and when each
     * arrived; throws a PlainError when the task does not complete.
     */
    async runTemplate(templateRef, values) {
      const { id } = await answerOf(
        await request('/api/scaffolder/v2/tasks', {
          method: 'POST',
          body: JSON.stringify({ templateRef, values, secrets: {} }),
        }),
        `Running ${templateRef}`,
      );
      step(`Task: ${portalUrl}/create/tasks/${id}`);
      const events = [];
      for (;;) {
        const after = events.length > 0 ? `?after=${events.at(-1).id}` : '';
        const page = await get(`/api/scaffolder/v2/tasks/${id}/events${after}`);
        for (const event of page) {
          events.push({ ...event, arrivedAt: Date.now() });
          process.stdout.write(`${event.body.message}\n`);
          if (event.type === 'completion') {
            if (event.body.status === 'failed' || event.body.error) {
              throw new PlainError(`The task failed: ${event.body.message}`);
            }
            return events;
          }
        }
        await new Promise(resolve => {
          setTimeout(resolve, POLL_MS);
        });
      }
    },
  };
}
