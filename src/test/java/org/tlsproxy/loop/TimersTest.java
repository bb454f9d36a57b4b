package org.tlsproxy.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimersTest {

    private final Timers timers = new Timers(1_000_000);
    private final List<String> happened = new ArrayList<>();

    private Timer timer(String name) {
        return new Timer(() -> happened.add(name));
    }

    @Test
    void shouldHappenOnceWhenDueAndNotBefore() {
        timers.set(timer("a"), 1_000);
        timers.advance(1_000_900);
        assertThat(happened).isEmpty();
        timers.advance(1_001_100);
        timers.advance(1_010_000);
        assertThat(happened).containsExactly("a");
    }

    @Test
    void shouldWaitAnewWhenPostponed() {
        Timer a = timer("a");
        timers.set(a, 1_000);
        timers.advance(1_000_500);
        timers.set(a, 1_000);
        timers.advance(1_001_300);
        assertThat(happened).isEmpty();
        timers.advance(1_001_600);
        assertThat(happened).containsExactly("a");
    }

    @Test
    void shouldHappenEarlierWhenBroughtForward() {
        Timer a = timer("a");
        timers.set(a, 300_000);
        timers.set(a, 200);
        timers.advance(1_000_400);
        assertThat(happened).containsExactly("a");
    }

    @Test
    void shouldNotHappenWhenCancelled() {
        Timer a = timer("a");
        timers.set(a, 200);
        timers.cancel(a);
        timers.advance(1_100_000);
        assertThat(happened).isEmpty();
    }

    @Test
    void shouldNotHappenWhenCancelledByOneOfTheSameTick() {
        Timer victim = timer("victim");
        timers.set(victim, 200);
        timers.set(new Timer(() -> timers.cancel(victim)), 200);
        timers.advance(1_000_400);
        timers.advance(1_050_000);
        assertThat(happened).isEmpty();
        assertNothingIsLeftBehind();
    }

    @Test
    void shouldHappenOnceWhenSetAnewByOneOfTheSameTick() {
        Timer other = timer("other");
        timers.set(other, 200);
        timers.set(new Timer(() -> {
            timers.cancel(other);
            timers.set(other, 500);
        }), 200);
        timers.advance(1_000_400);
        assertThat(happened).isEmpty();
        timers.advance(1_000_900);
        timers.advance(1_050_000);
        assertThat(happened).containsExactly("other");
        assertNothingIsLeftBehind();
    }

    /** The wheel has no other timer than one that is set now. */
    private void assertNothingIsLeftBehind() {
        assertThat(timers.patience(60_000)).isEqualTo(60_000);
        timers.set(timer("later"), 5_000);
        assertThat(timers.patience(60_000)).isBetween(4_900, 5_100);
    }

    @Test
    void shouldCountFromTheTurnThatSetsItThoughTheWaitBeforeWasLong() {
        timers.read(1_050_000);
        timers.set(timer("a"), 1_000);
        timers.advance(1_050_000);
        assertThat(happened).isEmpty();
        timers.advance(1_051_100);
        assertThat(happened).containsExactly("a");
    }

    @Test
    void shouldKeepTimesBeyondTheWheelsRound() {
        timers.set(timer("long"), 310_000);
        for (long now = 1_000_000; now < 1_309_900; now += 3_000) {
            timers.advance(now);
        }
        assertThat(happened).isEmpty();
        timers.advance(1_310_100);
        assertThat(happened).containsExactly("long");
    }

    @Test
    void shouldCatchUpAfterALongPause() {
        timers.set(timer("a"), 5_000);
        timers.set(timer("b"), 290_000);
        timers.advance(2_000_000);
        assertThat(happened).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void shouldLetAnActionSetItsTimerAgain() {
        Timer[] self = new Timer[1];
        self[0] = new Timer(() -> {
            happened.add("tick");
            timers.set(self[0], 1_000);
        });
        timers.set(self[0], 1_000);
        for (long now = 1_000_000; now <= 1_005_500; now += 100) {
            timers.advance(now);
        }
        assertThat(happened).hasSizeBetween(4, 5);
    }

    @Test
    void shouldTellHowLongToWait() {
        assertThat(timers.patience(3_000)).isEqualTo(3_000);
        timers.set(timer("a"), 700);
        assertThat(timers.patience(3_000)).isBetween(600, 800);
        assertThat(timers.patience(300)).isEqualTo(300);
    }

    @Test
    void shouldFireEveryTimerExactlyOnceWhateverTheOrder() {
        Random random = new Random(7);
        int[] fired = new int[500];
        for (int i = 0; i < fired.length; i++) {
            int me = i;
            timers.set(new Timer(() -> fired[me]++), random.nextInt(400_000));
        }
        for (long now = 1_000_000; now <= 1_400_300; now += random.nextInt(5_000)) {
            timers.advance(now);
        }
        timers.advance(1_401_000);
        assertThat(fired).containsOnly(1);
    }
}
