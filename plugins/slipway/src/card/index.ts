export * from './SlipwayCard';
