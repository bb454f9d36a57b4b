package org.tlsproxy.policy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The little languages of main.cf: ciphers, exclusions, protocols, groups, log levels, options, digests. First byte: which, and for whom. */
public final class ListsFuzz {

    private ListsFuzz() { }

    /** Called by the fuzzer, and by the replay of its corpus. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        String text = new String(input, 1, input.length - 1, StandardCharsets.ISO_8859_1);
        PostfixRelease release = new PostfixRelease(3, 4 + (input[0] >> 4 & 0x0f) % 9);
        List<String> warnings = new ArrayList<>();
        switch (input[0] & 7) {
            case 0 -> CipherList.evaluate(text);
            case 1 -> CipherPlan.of(new CipherPlan.Lists("HIGH", text, "LOW", "", "eNULL"), release, "medium", text);
            case 2 -> ProtocolList.parse(text, release);
            case 3 -> GroupList.evaluate(release, new GroupList.Texts(text, text), new GroupList.Texts("X25519", ""), warnings::add);
            case 4 -> TlsLogFlags.parse("tlsproxy_tls_loglevel", text, release, warnings::add);
            case 5 -> Workarounds.parse(text, text, release, warnings::add);
            case 6 -> DaneDigests.parse(text, name -> name.startsWith("sha"), warnings::add);
            default -> GroupList.ofGrade(new GroupList.Grades(text, text, "prime256v1", text), warnings::add);
        }
    }
}
