/** A stage that is one command: it passes or fails as a whole. */
export function command(name, words) {
  return {
    name,
    async run({ toolchain }) {
      const [program, ...args] = words;
      const code = await toolchain.run(program, args);
      return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
    },
  };
}
