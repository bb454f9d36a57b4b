package org.tlsproxy.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * All suites in one row, each switched on or off, while the words of a cipher list push them about.
 *
 * <p>Every operation is one pass that keeps the order among those that it moves and among those that stay. Switched-off suites keep
 * their places too: that is how {@code aNULL:-aNULL:HIGH} puts the anonymous ones first.
 */
final class CipherRanking {

    private static final int[] STRENGTHS = {256, 128, 0};

    private CipherSuite[] row = CipherSuites.table();
    private CipherSuite[] spare = new CipherSuite[row.length];
    private boolean[] active = new boolean[row.length];
    private boolean[] spareActive = new boolean[row.length];
    private int size = row.length;

    /** Switches matching suites on and moves them to the end, unless they are on already. */
    void add(CipherPattern pattern) {
        boolean[] chosen = matching(pattern, false);
        split(chosen, true);
    }

    /** Moves matching suites that are on to the end. */
    void order(CipherPattern pattern) {
        boolean[] chosen = matching(pattern, true);
        split(chosen, true);
    }

    /** Switches matching suites off and moves them to the front. */
    void delete(CipherPattern pattern) {
        boolean[] chosen = matching(pattern, true);
        split(chosen, false);
    }

    /** Removes matching suites for good. */
    void kill(CipherPattern pattern) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (!pattern.matches(row[i])) {
                row[kept] = row[i];
                active[kept++] = active[i];
            }
        }
        size = kept;
    }

    /** Sorts the suites that are on by strength, the strongest first. */
    void sortByStrength() {
        for (int bits : STRENGTHS) {
            boolean[] chosen = new boolean[size];
            for (int i = 0; i < size; i++) {
                chosen[i] = active[i] && row[i].bits() == bits;
            }
            split(chosen, true);
        }
    }

    /** The suites that are on, in order. */
    List<CipherSuite> result() {
        List<CipherSuite> result = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            if (active[i]) {
                result.add(row[i]);
            }
        }
        return result;
    }

    private boolean[] matching(CipherPattern pattern, boolean on) {
        boolean[] chosen = new boolean[size];
        for (int i = 0; i < size; i++) {
            chosen[i] = active[i] == on && pattern.matches(row[i]);
        }
        return chosen;
    }

    /** The chosen ones go to the end and are on, or to the front and are off. */
    private void split(boolean[] chosen, boolean toEnd) {
        int out = 0;
        for (int pass = 0; pass < 2; pass++) {
            boolean movers = toEnd == (pass == 1);
            for (int i = 0; i < size; i++) {
                if (chosen[i] == movers) {
                    spare[out] = row[i];
                    spareActive[out++] = movers ? toEnd : active[i];
                }
            }
        }
        CipherSuite[] oldRow = row;
        row = spare;
        spare = oldRow;
        boolean[] oldActive = active;
        active = spareActive;
        spareActive = oldActive;
    }
}
