export * from './SlipwayApi';
export * from './SlipwayClient';
export * from './toProblem';
