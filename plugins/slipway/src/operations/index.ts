export * from './AdoptDriftLink';
export * from './DriftActions';
export * from './OperationLink';
export * from './operationForm';
export * from './ReleaseLink';
