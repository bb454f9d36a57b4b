package org.tlsproxy.worker;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.tlsproxy.trust.FingerprintDigest;
import org.tlsproxy.trust.TlsaDigests;
import org.tlsproxy.trust.TlsaRecord;
import org.tlsproxy.trust.TlsaSet;
import org.tlsproxy.wire.Dane;

/** The digests, certificates and keys that smtp(8) of Postfix 3.4 and 3.5 makes of TLSA records and the like, as records again. */
final class OldDane {

    private static final int ANCHOR = 2;
    private static final int END_ENTITY = 3;

    private final List<TlsaDigests.Choice> choices = new ArrayList<>();
    private final List<String> algorithms = new ArrayList<>();
    private final List<TlsaRecord> records = new ArrayList<>();

    private OldDane() { }

    /** @return empty if the request has none, or none that can be used */
    static Optional<TlsaSet> records(Dane.Digests dane) {
        OldDane old = new OldDane();
        dane.trustAnchors().forEach(set -> old.add(ANCHOR, set));
        dane.endEntities().forEach(set -> old.add(END_ENTITY, set));
        dane.certificates().forEach(der -> old.records.add(new TlsaRecord(ANCHOR, 0, 0, der)));
        dane.publicKeys().forEach(der -> old.records.add(new TlsaRecord(ANCHOR, 1, 0, der)));
        TlsaSet set = TlsaSet.of(old.records, TlsaDigests.equallyStrong(old.choices), record -> { });
        return set.isEmpty() ? Optional.empty() : Optional.of(set);
    }

    private void add(int usage, Dane.DigestSet set) {
        Optional<FingerprintDigest> digest = FingerprintDigest.named(set.algorithm());
        if (digest.isEmpty()) {
            return;     // smtp(8) knows what its library knows; who has another does not match
        }
        if (!algorithms.contains(set.algorithm())) {
            algorithms.add(set.algorithm());
            choices.add(new TlsaDigests.Choice(algorithms.size(), digest.get()));
        }
        int type = algorithms.indexOf(set.algorithm()) + 1;
        set.certificates().forEach(text -> add(usage, 0, type, text));
        set.publicKeys().forEach(text -> add(usage, 1, type, text));
    }

    private void add(int usage, int selector, int type, String text) {
        try {
            records.add(new TlsaRecord(usage, selector, type, HexFormat.ofDelimiter(":").parseHex(text)));
        } catch (IllegalArgumentException e) {
            // no fingerprint of anything: matches nothing, as in C, which compares texts
            return;
        }
    }
}
