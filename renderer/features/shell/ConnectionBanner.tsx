import { Unplug } from 'lucide-react';
import { useConnection } from '../../stores/connection.ts';
import './banners.css';

/** Said while the studio cannot be reached, above whatever view is open. */
export function ConnectionBanner() {
  const connection = useConnection((state) => state.state);
  return (
    <div role="status">
      {connection === 'lost' && (
        <p className="banner">
          <Unplug size={16} aria-hidden="true" />
          <span>
            <b>The studio does not answer.</b> Runs go on where it still works; this window connects again by
            itself. If you ended it, start it again and open the link it prints.
          </span>
        </p>
      )}
    </div>
  );
}
