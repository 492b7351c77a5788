export * from './SlipwayTab';
