/** Asks until the answer is as expected; then throws what the last answer lacked. */
export async function eventually(seconds, check) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) {
        throw error;
      }
    }
    await new Promise(resolve => {
      setTimeout(resolve, 2000);
    });
  }
}
