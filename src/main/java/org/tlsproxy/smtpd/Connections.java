package org.tlsproxy.smtpd;

import java.util.HashMap;
import java.util.Map;

/** How many connections there are, in all and from each address. */
final class Connections {

    /** Whether one more is welcome. */
    enum Welcome { YES, TOO_MANY, TOO_MANY_FROM_THERE }

    private final int most;
    private final int mostPerAddress;
    private final Map<String, Integer> perAddress = new HashMap<>();
    private int total;

    /** @param mostPerAddress 0: no limit */
    Connections(int most, int mostPerAddress) {
        this.most = most;
        this.mostPerAddress = mostPerAddress;
    }

    /** Counts one in if it is welcome. */
    Welcome enter(String address) {
        if (total >= most) {
            return Welcome.TOO_MANY;
        }
        if (mostPerAddress > 0 && perAddress.getOrDefault(address, 0) >= mostPerAddress) {
            return Welcome.TOO_MANY_FROM_THERE;
        }
        total++;
        perAddress.merge(address, 1, Integer::sum);
        return Welcome.YES;
    }

    void leave(String address) {
        total--;
        perAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }

    int total() {
        return total;
    }
}
