package org.tlsproxy.trust;

import java.util.List;
import java.util.Optional;

/** The digests that TLSA records may use here. A stronger one makes weaker ones of the same server count for nothing (RFC 7671 9). */
public final class TlsaDigests {

    private final List<Choice> strongestFirst;
    private final boolean agile;

    /** @param matchingType the number in records */
    public record Choice(int matchingType, FingerprintDigest digest) { }

    public TlsaDigests(List<Choice> strongestFirst) {
        this(strongestFirst, true);
    }

    private TlsaDigests(List<Choice> choices, boolean agile) {
        strongestFirst = List.copyOf(choices);
        this.agile = agile;
    }

    /** All count alike: whoever made the records has left the weaker ones out (Postfix 3.4 and 3.5). */
    public static TlsaDigests equallyStrong(List<Choice> choices) {
        return new TlsaDigests(choices, false);
    }

    Optional<FingerprintDigest> digest(int matchingType) {
        return strongestFirst.stream().filter(choice -> choice.matchingType() == matchingType).map(Choice::digest).findFirst();
    }

    /** 0 for data that are no digest, and more for stronger digests. */
    int strength(int matchingType) {
        for (int i = 0; i < strongestFirst.size(); i++) {
            if (strongestFirst.get(i).matchingType() == matchingType) {
                return agile ? strongestFirst.size() - i : 1;
            }
        }
        return 0;
    }
}
