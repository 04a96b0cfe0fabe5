import { defineMessages } from 'react-intl';

/** What somebody may do who joins through an invitation. */
export const MAY = defineMessages({
  contributor: { id: 'invites.may.contributor', defaultMessage: 'Add photos, comment and react' },
  viewer: { id: 'invites.may.viewer', defaultMessage: 'See, comment and react' },
  admin: { id: 'invites.may.admin', defaultMessage: 'Also invite and remove people' },
});
