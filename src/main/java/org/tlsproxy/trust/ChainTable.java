package org.tlsproxy.trust;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tlsproxy.engine.KeyChain;
import org.tlsproxy.engine.KeyChain.Algorithm;
import org.tlsproxy.engine.KeyChains;
import org.tlsproxy.trust.Der.MalformedException;

/** The chains that were accepted so far, one per kind of key. */
final class ChainTable {

    static final Problem.Library UNREADABLE_PUBLIC_KEY = new Problem.Library(0x03000072, "decode error");
    static final Problem.Library DIFFERENT_TYPES = new Problem.Library(0x03000065, "different key types");
    static final Problem.Library MISMATCH = new Problem.Library(0x0A000120, "private key mismatch");
    static final Problem.Library NO_REPLACEMENT = new Problem.Library(0x0A000121, "not replacing certificate");

    /** In the order in which they came: the last one is the one that OpenSSL takes for "the" certificate when none was shown. */
    private final Map<Algorithm, KeyChain> chains = new LinkedHashMap<>();

    /**
     * Takes a chain unless key and leaf do not match or the place is taken.
     *
     * @param certificates leaf first, not empty
     * @return what is wrong, in OpenSSL's words; empty if the chain, and the key with it, now belongs to this table
     */
    List<Problem.Library> add(PrivateKey key, List<byte[]> certificates) {
        List<Problem.Library> wrong = mismatch(key, certificates.get(0));
        if (!wrong.isEmpty()) {
            return wrong;
        }
        if (chains.containsKey(key.algorithm())) {
            return List.of(NO_REPLACEMENT);
        }
        put(key, certificates);
        return List.of();
    }

    private static List<Problem.Library> mismatch(PrivateKey key, byte[] leaf) {
        PublicNumbers certified;
        try {
            certified = PublicNumbers.read(CertificateParts.read(leaf).publicKeyInfo());
        } catch (MalformedException e) {
            return List.of(UNREADABLE_PUBLIC_KEY);
        }
        if (certified.equals(key.publicNumbers())) {
            return List.of();
        }
        return certified.algorithm() == key.algorithm() ? List.of(MISMATCH) : List.of(DIFFERENT_TYPES, MISMATCH);
    }

    /** Takes a chain whose key is known to match its leaf, in place of one that may be there. */
    void put(PrivateKey key, List<byte[]> certificates) {
        KeyChain before = chains.remove(key.algorithm());
        chains.put(key.algorithm(), new KeyChain(key.algorithm(), key.pkcs8(), certificates));
        if (before != null) {
            Arrays.fill(before.pkcs8(), (byte) 0);
        }
    }

    KeyChains chains() {
        return new KeyChains(new ArrayList<>(chains.values()));
    }

    /** Nothing of it will be used. */
    void wipe() {
        for (KeyChain chain : chains.values()) {
            Arrays.fill(chain.pkcs8(), (byte) 0);
        }
        chains.clear();
    }
}
