export * from './Answer';
export * from './AnswerCache';
