package org.tlsproxy.trust;

import java.util.Arrays;
import java.util.List;

/** Key and certificate files, SNI chains, and the DER within them. First byte: which reader. */
public final class PemFuzz {

    private static final List<String> LABELS =
        List.of("PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY", "DSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY");

    private PemFuzz() { }

    /** Called by the fuzzer, and by the replay of its corpus. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        int choice = input[0] & 7;
        if (choice < LABELS.size()) {
            PrivateKeyReader.read(LABELS.get(choice), bytes);
        } else if (choice == 5) {
            CertificateFacts.of(bytes).ifPresent(facts -> facts.names(facts.subject() + facts.issuer()));
            ParsedCertificate.of(bytes);
        } else {
            new ChainLoader(new Fixtures()).serverName("mx.example", bytes);
            CaFile.load(path -> new FileSource.Bytes(bytes.clone()), "ca.pem");
        }
    }
}
