package org.tlsproxy.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RolesTest {

    private static final PostfixRelease V310 = new PostfixRelease(3, 10);
    private static final ServerRole.Files CERT = new ServerRole.Files("c.pem", "", "", "");
    private static final ServerRole.Files NO_FILES = new ServerRole.Files("", "", "", "");
    private static final ServerRole.Files NONE = new ServerRole.Files("None", "", "", "");
    private static final ServerRole.ClientCertificates NO_ASK = new ServerRole.ClientCertificates(false, false);
    private static final String NO_CERTS = "No server certs available. TLS can't be enabled";

    private final List<String> warnings = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"foo", "dane", "dane-only", "halfdane", "DANE", " may"})
    void shouldNotStartWithALevelThatAServerCannotHave(String level) {
        assertThat(server(level, CERT, NO_ASK)).isEqualTo(new ServerRole.Fatal("Invalid TLS level \"" + level + "\""));
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fingerprint", "verify", "SECURE"})
    void shouldTreatStricterLevelsAsEncrypt(String level) {
        assertThat(enabled(server(level, CERT, NO_ASK)).enforce()).isTrue();
        assertThat(warnings).containsExactly("tlsproxy_tls_security_level: unsupported TLS level \"" + level + "\", using \"encrypt\"");
    }

    @ParameterizedTest
    @CsvSource({"may,false,false,false", "MAY,true,true,false", "encrypt,false,false,true", "'',true,false,false", "'',false,true,true",
        "'',true,true,true"})
    void shouldEnforceByLevelOrByTheOldParameters(String level, boolean use, boolean enforce, boolean enforced) {
        assertThat(enabled(server(new ServerRole.Use(level, use, enforce), V310)).enforce()).isEqualTo(enforced);
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"none,true", "None,true", "'',false"})
    void shouldBeOffWithoutUse(String level, boolean oldParameters) {
        assertThat(server(new ServerRole.Use(level, oldParameters, oldParameters), V310)).isEqualTo(new ServerRole.Disabled());
        assertThat(warnings).containsExactly("TLS server role is disabled with tlsproxy_tls_security_level or tlsproxy_use_tls");
    }

    @Test
    void shouldBeOffSilentlyFrom311On() {
        assertThat(server(new ServerRole.Use("none", false, false), new PostfixRelease(3, 11))).isEqualTo(new ServerRole.Disabled());
        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldBeOffWithoutCertificates() {
        assertThat(server("may", NO_FILES, NO_ASK)).isEqualTo(new ServerRole.Disabled());
        assertThat(warnings).containsExactly(NO_CERTS);
    }

    @Test
    void shouldServeAnonymouslyWhenCertificatesAreNone() {
        ServerRole.Enabled role = enabled(server("may", NONE, NO_ASK));

        assertThat(role.anonymous()).isTrue();
        assertThat(role.certificates()).isEqualTo(NO_FILES);
        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldNotServeAnonymouslyAndAskForCertificates() {
        assertThat(server("may", NONE, new ServerRole.ClientCertificates(true, false))).isEqualTo(new ServerRole.Disabled());
        assertThat(warnings).containsExactly("Need a server cert to request client certs", NO_CERTS);
    }

    @Test
    void shouldIgnoreLegacyFilesNextToChainFiles() {
        ServerRole.Enabled role = enabled(server("may", new ServerRole.Files("c", "d", "e", "chain"), NO_ASK));

        assertThat(role.certificates()).isEqualTo(new ServerRole.Files("", "", "", "chain"));
        assertThat(warnings).containsExactly("Both tlsproxy_tls_chain_files and one or more of the legacy  tlsproxy_tls_cert_file, "
            + "tlsproxy_tls_eccert_file or tlsproxy_tls_dcert_file are non-empty; the legacy  parameters will be ignored");
    }

    @Test
    void shouldTakeChainFilesNextToNoneSilently() {
        ServerRole.Enabled role = enabled(server("may", new ServerRole.Files("none", "", "", "chain"), NO_ASK));

        assertThat(role.anonymous()).isFalse();
        assertThat(role.certificates().chainFiles()).isEqualTo("chain");
        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldNotRequireCertificatesWithoutEnforcing() {
        ServerRole.Enabled role = enabled(server("may", CERT, new ServerRole.ClientCertificates(false, true)));

        assertThat(role.ask()).isFalse();
        assertThat(role.require()).isFalse();
        assertThat(role.librarySecurityLevel()).isZero();
        assertThat(warnings).containsExactly("Can't require client certs unless TLS is required");
    }

    @Test
    void shouldChooseProtocolsGradeAndExclusionsByEnforcement() {
        ServerRole.ClientCertificates require = new ServerRole.ClientCertificates(false, true);

        assertThat(enabled(server("may", CERT, NO_ASK)).choice()).isEqualTo(new ServerRole.Choice("p", "medium", "RC4"));
        ServerRole.Enabled strict = enabled(server("encrypt", CERT, require));
        assertThat(strict.choice()).isEqualTo(new ServerRole.Choice("mp", "high", "RC4 MD5 aNULL"));
        assertThat(strict.ask()).isTrue();
        assertThat(strict.librarySecurityLevel()).isEqualTo(1);
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"secure,true", "verify,true", "DANE-ONLY,true", "dane,true", "fingerprint,true", "encrypt,true", "may,true", "none,false"})
    void shouldPrepareTheClientRoleByItsLevel(String level, boolean expected) {
        ClientRole.Decision decision = ClientRole.decide(new ClientRole.Inputs(level, !expected, !expected, "", ""));

        assertThat(decision).isEqualTo(expected ? new ClientRole.Enabled() : new ClientRole.Disabled());
    }

    @ParameterizedTest
    @ValueSource(strings = {"halfdane", "foo", "half-dane"})
    void shouldNotStartWithALevelThatAClientCannotHave(String level) {
        assertThat(ClientRole.decide(new ClientRole.Inputs(level, true, true, "x", "x")))
            .isEqualTo(new ClientRole.Fatal("Invalid TLS level \"" + level + "\""));
    }

    @ParameterizedTest
    @CsvSource({"'',true,false,'','',true", "'',false,true,'','',true", "'',false,false,'','',false", "none,false,false,hash:x,'',true",
        "'',false,false,'',hash:x,true"})
    void shouldPrepareTheClientRoleForOldParametersAndTables(String level, boolean use, boolean enforce, String site, String maps,
        boolean on) {
        assertThat(ClientRole.decide(new ClientRole.Inputs(level, use, enforce, site, maps)))
            .isEqualTo(on ? new ClientRole.Enabled() : new ClientRole.Disabled());
    }

    @ParameterizedTest
    @CsvSource({"none,0,false,false", "may,1,false,false", "encrypt,2,false,false", "fingerprint,3,true,false", "halfdane,4,true,true",
        "dane,5,true,true", "dane-only,6,true,true", "verify,7,true,false", "secure,8,true,false"})
    void shouldNumberTheLevels(String name, int number, boolean match, boolean dane) {
        SecurityLevel level = SecurityLevel.named(name).orElseThrow();

        assertThat(level.number()).isEqualTo(number);
        assertThat(level.word()).isEqualTo(name);
        assertThat(SecurityLevel.numbered(number)).contains(level);
        assertThat(level.mustMatch()).isEqualTo(match);
        assertThat(level.librarySecurityLevel()).isEqualTo(match ? 1 : 0);
        assertThat(level.dane()).isEqualTo(dane);
    }

    @Test
    void shouldNotKnowOtherLevelNumbers() {
        assertThat(SecurityLevel.numbered(-2)).isEmpty();
        assertThat(SecurityLevel.numbered(9)).isEmpty();
    }

    private ServerRole.Decision server(String level, ServerRole.Files files, ServerRole.ClientCertificates clients) {
        return ServerRole.decide(new ServerRole.Inputs(V310, new ServerRole.Use(level, false, false), files, clients,
            new ServerRole.Choice("p", "medium", "RC4"), new ServerRole.Choice("mp", "high", "MD5")), warnings::add);
    }

    private ServerRole.Decision server(ServerRole.Use use, PostfixRelease release) {
        ServerRole.Choice choice = new ServerRole.Choice("", "medium", "");
        return ServerRole.decide(new ServerRole.Inputs(release, use, CERT, NO_ASK, choice, choice), warnings::add);
    }

    private static ServerRole.Enabled enabled(ServerRole.Decision decision) {
        assertThat(decision).isInstanceOf(ServerRole.Enabled.class);
        return (ServerRole.Enabled) decision;
    }
}
