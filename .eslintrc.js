// Additions to Backstage's own rules, for every package.
module.exports = {
  root: true,
  overrides: [
    {
      files: ['*.ts', '*.tsx'],
      excludedFiles: ['**/node_modules/**', 'playwright.config.ts'],
      parserOptions: {
        project: require.resolve('./tsconfig.json'),
        tsconfigRootDir: __dirname,
      },
      rules: {
        'max-params': ['error', 3],
        '@typescript-eslint/switch-exhaustiveness-check': [
          'error',
          { considerDefaultExhaustiveForUnions: true },
        ],
        '@typescript-eslint/no-non-null-assertion': 'error',
        '@typescript-eslint/consistent-type-imports': [
          'error',
          { fixStyle: 'inline-type-imports' },
        ],
      },
    },
  ],
};
