import './portal.css';

export * from './parts/action.tsx';
export * from './parts/field.tsx';
export * from './parts/show.tsx';
