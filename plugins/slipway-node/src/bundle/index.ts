export { createStackBundle, extractStackBundle } from './stackBundle';
