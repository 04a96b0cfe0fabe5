import { useEffect } from 'react';
import { useRefusalToast } from '#forms/use-refusal-toast.ts';
import { useReplica } from '#replica/hooks.tsx';
import { Refused } from '#replica/refused.ts';
import { sendLeftBehind } from './unsent.ts';

/** Sends the comments that earlier pages could not. Mounted once, where the session is. */
export function CommentsLeftBehind() {
  const replica = useReplica();
  const tellRefusal = useRefusalToast();
  useEffect(() => {
    void sendLeftBehind(replica, (error) => tellRefusal(new Refused(error)));
    // Once for each session; the way to tell is not a reason to send anew.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [replica]);
  return null;
}
