import { create } from 'zustand';
import { studio } from '../api/studio.ts';

export const useConnection = create<{ readonly state: 'open' | 'lost' }>(() => ({ state: 'open' }));

studio.onConnection((state) => useConnection.setState({ state }));
