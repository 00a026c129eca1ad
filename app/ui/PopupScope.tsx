/**
 * Around the page once: neighbouring tooltips share their delay, and nothing that pops up brings a style element of its own,
 * which the page's content policy would refuse.
 */
import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactNode } from 'react';

export function PopupScope({ children }: { readonly children: ReactNode }) {
  return (
    <CSPProvider disableStyleElements>
      <Tooltip.Provider delay={450} closeDelay={60}>
        {children}
      </Tooltip.Provider>
    </CSPProvider>
  );
}
