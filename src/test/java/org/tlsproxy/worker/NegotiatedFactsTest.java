package org.tlsproxy.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tlsproxy.engine.TlsFacts;
import org.tlsproxy.log.Summary;
import org.tlsproxy.log.TlsMessages;
import org.tlsproxy.policy.PostfixRelease;
import org.tlsproxy.wire.ContextReport;

class NegotiatedFactsTest {

    private static final TlsFacts.Signature SIGNED = new TlsFacts.Signature("ECDSA", "prime256v1", 0, "SHA256");

    private static TlsFacts facts(TlsFacts.KeyExchange exchange, TlsFacts.Resumed resumed) {
        return new TlsFacts("TLSv1.3", new TlsFacts.Cipher("TLS_AES_256_GCM_SHA384", 256, 256), exchange, SIGNED, SIGNED, Optional.empty(),
            resumed, TlsFacts.PeerCredential.ANONYMOUS);
    }

    private static TlsFacts told(TlsFacts facts, String release) {
        return NegotiatedFacts.told(facts, PostfixRelease.parse(release).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({"3.9.14,X25519,'',0,29,X25519,'',0", "3.10.13,X25519,'',0,29,x25519,'',0", "3.9.14,ECDHE,prime256v1,0,23,ECDHE,prime256v1,0",
        "3.10.13,ECDHE,prime256v1,0,23,secp256r1,'',0", "3.12.0,DHE,'',2048,256,ffdhe2048,'',0",
        "3.10.13,X25519MLKEM768,'',0,4588,X25519MLKEM768,'',0", "3.10.13,'','',0,0,'','',0"})
    void shouldNameTheKeyExchangeAsTheReleaseDoes(String release, String name, String curve, int bits, int group, String toldName,
                                                  String toldCurve, int toldBits) {
        TlsFacts facts = facts(new TlsFacts.KeyExchange(name, curve, bits, group), TlsFacts.Resumed.NO);

        assertThat(told(facts, release).keyExchange()).isEqualTo(new TlsFacts.KeyExchange(toldName, toldCurve, toldBits, group));
    }

    @ParameterizedTest
    @CsvSource({"3.7.11,true", "3.8.0,false", "3.10.13,false"})
    void shouldTellOfSignaturesInAResumedSessionUpTo37(String release, boolean tells) {
        for (TlsFacts.Resumed how : List.of(TlsFacts.Resumed.values())) {
            TlsFacts told = told(facts(TlsFacts.KeyExchange.NONE, how), release);

            assertThat(told.server()).isEqualTo(tells || how == TlsFacts.Resumed.NO ? SIGNED : TlsFacts.Signature.NONE);
        }
    }

    /** RFC 7250. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "false | false | server-signature ECDSA (prime256v1) server-digest SHA256 client-signature ECDSA (prime256v1) client-digest SHA256",
        "true | false | server-signature ECDSA (prime256v1 raw public key) server-digest SHA256 client-signature ECDSA (prime256v1)"
            + " client-digest SHA256",
        "false | true | server-signature ECDSA (prime256v1) server-digest SHA256 client-signature ECDSA (prime256v1 raw public key)"
            + " client-digest SHA256",
    })
    void shouldTellWhoShowedARawPublicKey(boolean server, boolean client, String words) {
        TlsFacts.PeerCredential shown = server ? new TlsFacts.PeerCredential(List.of(), Optional.of(new byte[1]), 0)
            : new TlsFacts.PeerCredential(List.of(new byte[1]), Optional.empty(), 0);
        TlsFacts facts = told(new TlsFacts("TLSv1.3", new TlsFacts.Cipher("TLS_AES_256_GCM_SHA384", 256, 256),
            new TlsFacts.KeyExchange("X25519", "", 0, 29), SIGNED, SIGNED, Optional.empty(), TlsFacts.Resumed.NO, shown, client), "3.10.0");

        assertThat(TlsMessages.establishedTo(NegotiatedFacts.summaryOfServer(Summary.Trust.UNTRUSTED, "mx", facts))).endsWith(words);
        assertThat(NegotiatedFacts.reportOfServer(new ContextReport.Peer("", "", "", "", 0), 2, "mx", facts).rawKeys())
            .isEqualTo(new ContextReport.RawKeys(client, server));
    }

    /** The same in the server role, where the peer is the client; seen with Postfix 3.10 and OpenSSL 3.5. */
    @ParameterizedTest
    @CsvSource({"29, NO, true, true, true, true", "29, NO, true, false, true, false", "29, NO, false, true, false, true",
        "29, BY_TICKET, true, true, false, false", "0, NO, true, true, false, false"})
    void shouldReportRawPublicKeysWhereItReportsSignatures(int group, TlsFacts.Resumed resumed, boolean client, boolean server,
                                                           boolean clientTold, boolean serverTold) {
        TlsFacts.PeerCredential shown = client ? new TlsFacts.PeerCredential(List.of(), Optional.of(new byte[1]), 0)
            : new TlsFacts.PeerCredential(List.of(new byte[1]), Optional.empty(), 0);
        TlsFacts facts = told(new TlsFacts("TLSv1", new TlsFacts.Cipher("c", 256, 256), new TlsFacts.KeyExchange("k", "", 0, group),
            SIGNED, SIGNED, Optional.empty(), resumed, shown, server), "3.10.0");

        ContextReport.Peer peer = new ContextReport.Peer("", "", "", "", 0);
        assertThat(NegotiatedFacts.report(peer, "mx", facts).rawKeys()).isEqualTo(new ContextReport.RawKeys(clientTold, serverTold));
        String summary = TlsMessages.establishedFrom(NegotiatedFacts.summary(Summary.Trust.UNTRUSTED, "c", facts));
        boolean signed = resumed == TlsFacts.Resumed.NO;
        assertThat(summary.contains("server-signature ECDSA (prime256v1 raw public key)")).isEqualTo(signed && server);
        assertThat(summary.contains("client-signature ECDSA (prime256v1 raw public key)")).isEqualTo(signed && client);
    }
}
