import type { Platform } from '@yiwang/foundation/http';
import { civilDateOf } from '@yiwang/foundation/time';
import type { Room } from './capabilities.ts';
import { cardScenes, deskScenes } from './story-cards.ts';
import { momentsBefore, storyBegin } from './story-days.ts';
import { foodScenes } from './story-food.ts';
import { drawPapers } from './story-papers.ts';
import { roadScenes } from './story-road.ts';
import type { Scene } from './story-scene.ts';
import { type County, openStage } from './story-stage.ts';

/**
 * Plays the past two and a half weeks of the demonstration county through the doors that everybody
 * uses, at the times at which they would have happened, so that every screen has something to show.
 * Officers' clocks run on from there: nothing in the story is due to happen by itself when it ends.
 */
export async function tellStory(
  platform: Platform,
  rooms: readonly Room[],
  county: County,
): Promise<void> {
  const now = platform.clock();
  const begin = storyBegin(platform.calendar(), now);
  const at = momentsBefore(platform.calendar(), now);
  const today = civilDateOf(now);
  const [papers, stage] = await Promise.all([
    drawPapers(begin),
    openStage(platform, rooms, county, begin),
  ]);
  const scenes: Scene[] = [
    ...cardScenes(),
    ...foodScenes(papers),
    ...roadScenes(papers, today),
    ...deskScenes(),
  ].sort((a, b) => at(a).getTime() - at(b).getTime());
  try {
    await stage.settle();
    for (const scene of scenes) {
      stage.set(at(scene));
      await scene.play(stage);
      await stage.settle();
    }
  } finally {
    await stage.close();
  }
}
