package org.tlsproxy.trust;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.tlsproxy.trust.Der.MalformedException;

/**
 * The TLSA records of one server that can be used, in the order in which OpenSSL tries them: by usage, selector, strength of the digest,
 * the highest first.
 */
public final class TlsaSet {

    private final TlsaDigests digests;
    private final List<TlsaRecord> records;
    private final List<byte[]> authorities;

    private TlsaSet(TlsaDigests digests, List<TlsaRecord> records) {
        this.digests = digests;
        this.records = records;
        authorities = new ArrayList<>();
        for (TlsaRecord record : records) {
            boolean anchor = record.usage() == TlsaRecord.DANE_TA || record.usage() == TlsaRecord.PKIX_TA;
            if (anchor && record.isFull() && record.selector() == TlsaRecord.CERTIFICATE) {
                authorities.add(record.data());
            }
        }
    }

    /** @param unusable is given what cannot be used, in the order given */
    public static TlsaSet of(List<TlsaRecord> all, TlsaDigests digests, Consumer<TlsaRecord> unusable) {
        List<TlsaRecord> usable = new ArrayList<>();
        for (TlsaRecord record : all) {
            if (isUsable(record, digests)) {
                usable.add(record);
            } else {
                unusable.accept(record);
            }
        }
        usable.sort(Comparator.comparingInt(TlsaRecord::usage).thenComparingInt(TlsaRecord::selector)
            .thenComparingInt(record -> digests.strength(record.matchingType())).reversed());
        return new TlsaSet(digests, usable);
    }

    private static boolean isUsable(TlsaRecord record, TlsaDigests digests) {
        boolean known = record.usage() >= 0 && record.usage() <= TlsaRecord.DANE_EE
            && record.selector() >= 0 && record.selector() <= TlsaRecord.KEY;
        if (!known || record.data().length == 0) {
            return false;
        }
        if (record.isFull()) {
            return record.selector() == TlsaRecord.CERTIFICATE ? isCertificate(record.data()) : isKey(record.data());
        }
        Optional<FingerprintDigest> digest = digests.digest(record.matchingType());
        return digest.isPresent() && digest.get().digest(new byte[0]).length == record.data().length;
    }

    private static boolean isCertificate(byte[] der) {
        try {
            Optional<ParsedCertificate> certificate = ParsedCertificate.of(der);
            return certificate.isPresent() && !CertificateParts.hasExcess(der) && isKey(certificate.get().publicKeyInfo());
        } catch (MalformedException e) {
            return false;
        }
    }

    private static boolean isKey(byte[] info) {
        try {
            PublicNumbers.read(info);
            return !CertificateParts.hasExcess(info);
        } catch (MalformedException | IllegalArgumentException e) {
            // of a kind or on a curve that nobody knows
            return false;
        }
    }

    /** True if no record can be used. */
    public boolean isEmpty() {
        return records.isEmpty();
    }

    /** True if a raw public key (RFC 7250) would do as well as a certificate: every record is about the key of the end entity. */
    public boolean acceptsRawKeys() {
        return !isEmpty() && records.stream()
            .allMatch(record -> record.usage() == TlsaRecord.DANE_EE && record.selector() == TlsaRecord.KEY);
    }

    /** The records, in the order in which they are tried. */
    public List<TlsaRecord> records() {
        return List.copyOf(records);
    }

    /** True if the authorities of CAfile and CApath count for something. */
    boolean needsPkix() {
        return records.stream().anyMatch(record -> record.usage() <= TlsaRecord.PKIX_EE);
    }

    boolean hasAnchors() {
        return records.stream().anyMatch(record -> record.usage() == TlsaRecord.DANE_TA || record.usage() == TlsaRecord.PKIX_TA);
    }

    /** DER certificates of anchors: a server need not send them. */
    List<byte[]> authorities() {
        return authorities;
    }

    /** Bare keys of anchors, {@code 2 1 0}. */
    List<TlsaRecord> anchorKeys() {
        return records.stream().filter(record -> record.usage() == TlsaRecord.DANE_TA && record.selector() == TlsaRecord.KEY
            && record.isFull()).toList();
    }

    /** The first record of the usages asked for that is true of a certificate. */
    Optional<TlsaRecord> match(ParsedCertificate certificate, IntPredicate usages) {
        return match(new byte[][] {certificate.der(), certificate.publicKeyInfo()}, usages);
    }

    /** The first record of usage 3 that is true of a raw public key. */
    Optional<TlsaRecord> matchRawKey(byte[] publicKeyInfo) {
        List<TlsaRecord> keys = records.stream().filter(record -> record.selector() == TlsaRecord.KEY).toList();
        return new TlsaSet(digests, keys).match(new byte[][] {new byte[0], publicKeyInfo}, usage -> usage == TlsaRecord.DANE_EE);
    }

    /** Digest agility (RFC 7671 9): of the records with the same usage and selector those with the strongest digest, and full data. */
    private Optional<TlsaRecord> match(byte[][] bySelector, IntPredicate usages) {
        TlsaRecord group = new TlsaRecord(-1, -1, 0, new byte[0]);
        for (TlsaRecord record : records) {
            if (!usages.test(record.usage())) {
                continue;
            }
            if (record.usage() != group.usage() || record.selector() != group.selector()) {
                group = record;
            }
            boolean weaker = digests.strength(record.matchingType()) < digests.strength(group.matchingType());
            if ((record.isFull() || !weaker) && isTrueOf(record, bySelector[record.selector()])) {
                return Optional.of(record);
            }
        }
        return Optional.empty();
    }

    private boolean isTrueOf(TlsaRecord record, byte[] data) {
        byte[] compared = record.isFull() ? data : digests.digest(record.matchingType()).orElseThrow().digest(data);
        return Arrays.equals(compared, record.data());
    }
}
