export * from './DriftCheckButton';
export * from './OperationLink';
export * from './operationForm';
