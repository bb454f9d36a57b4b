package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The TLS context that a client with flag 4 gets before any plaintext, in the form of the installed Postfix. */
@Tag("once")
@ExtendWith(SharedPostfix.class)
class ContextReportIT {

    private final PostfixInstance mx;

    ContextReportIT(PostfixInstance mx) {
        this.mx = mx;
    }

    /** The attributes in the order in which this Postfix's programs read them; one more or less and they hang up. */
    private static List<String> names() {
        List<String> names = new ArrayList<>(List.of("peer_CN", "issuer_CN", "peer_fingerprint", "peer_pubkey_fingerprint"));
        if (ServiceUnderTest.mailVersionAtLeast(3, 6)) {
            names.add("level");
        }
        names.addAll(List.of("peer_status", "cipher_protocol", "cipher_name", "cipher_usebits", "cipher_algbits",
            "key_exchange", "key_exchange_curve", "key_exchange_bits"));
        if (ServiceUnderTest.mailVersionAtLeast(3, 9)) {
            names.addAll(List.of("ctos_rpk", "stoc_rpk"));
        }
        for (String side : List.of("clnt", "srvr")) {
            names.addAll(List.of(side + "_signature", side + "_signature_curve", side + "_signature_bits", side + "_signature_digest"));
        }
        names.add("namaddr");
        if (ServiceUnderTest.mailVersionAtLeast(3, 10)) {
            names.add("rpt_reported");
        }
        if (ServiceUnderTest.mailVersionAtLeast(3, 12)) {
            names.add("trace_size_limit");
        }
        return names;
    }

    private Map<String, String> report(String service, String protocol, String greeting) throws IOException {
        ProxyRequest request = ProxyRequest.asPostscreen().withFlags(ProxyRequest.SERVER_ROLE | ProxyRequest.SEND_CONTEXT);
        try (Session session = Session.through(mx.socket(service)).request(request).protocols(protocol).open()) {
            session.peer().write(greeting);
            List<String> list = session.client().attributes();
            assertThat(session.client().readText(greeting.length())).isEqualTo(greeting);
            Map<String, String> report = new TreeMap<>();
            List<String> names = new ArrayList<>();
            for (int i = 0; i < list.size(); i += 2) {
                names.add(list.get(i));
                report.put(list.get(i), list.get(i + 1));
            }
            assertThat(names).isEqualTo(names());
            assertThat(report).containsEntry("namaddr", request.endpoint());
            return report;
        }
    }

    @Test
    void shouldReportATls13SessionBeforeItsPlaintext() throws IOException {
        assertThat(report("rsa", "TLSv1.3", "EHLO me\r\n"))
            .containsEntry("cipher_protocol", "TLSv1.3")
            .containsEntry("cipher_name", "TLS_AES_256_GCM_SHA384")
            .containsEntry("cipher_usebits", "256").containsEntry("cipher_algbits", "256")
            .containsEntry("srvr_signature", "RSA-PSS").containsEntry("srvr_signature_curve", "")
            .containsEntry("srvr_signature_bits", "2048").containsEntry("srvr_signature_digest", "SHA256")
            .hasEntrySatisfying("key_exchange", name -> assertThat(name).isNotEmpty());
    }

    @Test
    void shouldNameTheCurveOfAnEcdsaSignature() throws IOException {
        assertThat(report("ec", "TLSv1.3", "x"))
            .containsEntry("srvr_signature", "ECDSA").containsEntry("srvr_signature_curve", "prime256v1")
            .containsEntry("srvr_signature_bits", "0").containsEntry("srvr_signature_digest", "SHA256");
    }

    @Test
    void shouldLeaveTls13DetailsEmptyInATls12Report() throws IOException {
        assertThat(report("ec", "TLSv1.2", "x"))
            .containsEntry("cipher_protocol", "TLSv1.2")
            .hasEntrySatisfying("cipher_name", name -> assertThat(name).startsWith("ECDHE-ECDSA-"))
            .containsEntry("key_exchange", "").containsEntry("key_exchange_bits", "0")
            .containsEntry("srvr_signature", "").containsEntry("srvr_signature_bits", "0");
    }

    @Test
    void shouldReportNoPeerWhereNoClientCertificateWasAskedFor() throws IOException {
        assertThat(report("tlsproxy", "TLSv1.3", "x"))
            .containsEntry("peer_status", "0").containsEntry("peer_CN", "").containsEntry("issuer_CN", "")
            .containsEntry("peer_fingerprint", "").containsEntry("peer_pubkey_fingerprint", "")
            .containsEntry("clnt_signature", "").containsEntry("clnt_signature_bits", "0");
    }
}
