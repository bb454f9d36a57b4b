package org.tlsproxy.trust;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tlsproxy.trust.PathVerifier.Dane;
import org.tlsproxy.trust.PathVerifier.Rules;

/** TLSA records as a client passes them on from DNS: usage, selector, matching type, two bytes of length, data; and so on. */
public final class TlsaFuzz {

    private static final TlsaDigests DIGESTS = new TlsaDigests(List.of(
        new TlsaDigests.Choice(2, FingerprintDigest.named("sha512").orElseThrow()),
        new TlsaDigests.Choice(1, FingerprintDigest.named("sha256").orElseThrow())));
    private static final byte[] LEAF = Fixtures.der("ec.pem");
    private static final Rules RULES = new Rules(Purpose.SERVER, 9, 1, Mint.NOW, PeerNames.of(List.of("mx.example")), false);

    private TlsaFuzz() { }

    /** Called by the fuzzer, and by the replay of its corpus. */
    public static void fuzzerTestOneInput(byte[] input) {
        List<TlsaRecord> records = new ArrayList<>();
        for (int at = 0; at + 5 <= input.length && records.size() < 20;) {
            int length = Math.min((input[at + 3] & 0xff) << 8 | input[at + 4] & 0xff, input.length - at - 5);
            records.add(new TlsaRecord(input[at], input[at + 1], input[at + 2], Arrays.copyOfRange(input, at + 5, at + 5 + length)));
            at += 5 + length;
        }
        List<TlsaRecord> refused = new ArrayList<>();
        TlsaSet set = TlsaSet.of(records, DIGESTS, refused::add);
        if (set.records().size() + refused.size() != records.size()) {
            throw new IllegalStateException("neither taken nor refused");
        }
        if (!set.isEmpty()) {
            new PathVerifier(TrustAnchors.NONE).verify(List.of(LEAF), RULES, new Dane(set, false, true));
            set.matchRawKey(records.get(0).data());
        }
    }
}
