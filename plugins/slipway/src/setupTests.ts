import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// The whole of a portal is rendered in some tests: on a busy machine that takes longer than the default of a second.
configure({ asyncUtilTimeout: 15_000 });
jest.setTimeout(60_000);
