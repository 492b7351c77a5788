import { useEffect } from 'react';
import { useLocation } from 'react-router-dom';

/**
 * Brings the element that the address names into view. The browser does so only for what is on the page when it is
 * loaded; the sections come later.
 */
export const ScrollToHash = () => {
  const { hash } = useLocation();
  useEffect(() => {
    document.getElementById(hash.slice(1))?.scrollIntoView();
  }, [hash]);
  return null;
};
