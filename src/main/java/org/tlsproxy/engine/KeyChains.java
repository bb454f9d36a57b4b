package org.tlsproxy.engine;

import java.util.List;

/** The chains that a server or client may present, at most one per {@link KeyChain.Algorithm}. Empty: anonymous suites only. */
public record KeyChains(List<KeyChain> chains) {

    /** No certificate at all. */
    public static final KeyChains NONE = new KeyChains(List.of());

    public KeyChains {
        chains = List.copyOf(chains);
    }
}
