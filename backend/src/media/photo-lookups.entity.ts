// How this room looks up photos, where no topic does: their places in the contract have the other indexes.
import { Photo } from '@zoetrope/contract/features/photos.ts';

/** How much room a person's photos take is asked before and after each upload. 200,000 photos: 19 ms instead of 81. */
export const photosByOwner = { entity: Photo.name, columns: ['ownerId'] } as const;
