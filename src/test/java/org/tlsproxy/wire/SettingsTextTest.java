package org.tlsproxy.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tlsproxy.wire.Captures.V311;
import static org.tlsproxy.wire.Captures.V312;
import static org.tlsproxy.wire.Captures.V37;
import static org.tlsproxy.wire.Captures.load;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsTextTest {

    @Test
    void shouldTellTwoDifferencesInOneLine() {
        assertThat(SettingsText.differences("a=b\nsame=1\nc=\n", "a=c\nsame=1\nc=x=y\n"))
                .isEqualTo("(server) 'a=b' != (client) 'a=c'; (server) 'c=' != (client) 'c=x=y'");
    }

    @Test
    void shouldTellNothingOfEqualSettings() {
        assertThat(SettingsText.differences("a=b\n", "a=b\n")).isEmpty();
        assertThat(SettingsText.differences("", "")).isEmpty();
    }

    @Test
    void shouldTellWhatOneSideLacks() {
        assertThat(SettingsText.differences("a=1\nb=2\n", "b=2\nc=3\n"))
                .isEqualTo("(server) 'a=1' != (client) ''; (server) '' != (client) 'c=3'");
    }

    /** As the programs of 3.10 have it, and as postconf(1) prints it. */
    @Test
    void shouldNotTellABlankAtTheEndFromNone() {
        Params blank = Params.client(V37, name -> number(name).orElse("X25519 X448 "));
        Params none = Params.client(V37, name -> number(name).orElse("X25519 X448"));

        assertThat(blank).isEqualTo(none);
        assertThat(blank.text()).contains("tls_eecdh_auto_curves=X25519 X448\n");
    }

    private static Optional<String> number(String name) {
        return name.matches("tls_(daemon_random_bytes|append_default_CA|wildcard_.*|legacy_.*|preempt_.*)") ? Optional.of("0") : Optional.empty();
    }

    @Test
    void shouldGiveTheSameTextForARequestAndForOwnSettings() {
        ClientSettings request = Captures.read(V37, load("3.7.11-client-request")).settled().orElseThrow().client().orElseThrow();
        Map<String, String> mainCf = Map.of("config_file", "default", "tls_daemon_random_bytes", "32", "tls_append_default_CA", "no",
                "tls_wildcard_matches_multiple_labels", "yes", "tlsmgr_service_name", "tlsmgr");
        Params own = Params.client(V37, name -> mainCf.getOrDefault(name, name.matches(".*(fingerprints|preempt_.*)") ? "no" : ""));

        String differences = SettingsText.differences(own.text(), request.params().text());

        assertThat(own.text()).startsWith("config_file=default\nconfig_name=\ntls_high_cipherlist=\n").endsWith("_labels=1\n");
        assertThat(differences)
                .startsWith("(server) 'tls_high_cipherlist=' != (client) 'tls_high_cipherlist=aNULL:-aNULL:HIGH:@STRENGTH'; ")
                .doesNotContain("tls_daemon_random_bytes", "CA", "_labels", "config", "tlsmgr", "fingerprints");
        assertThat(own).isNotEqualTo(request.params());
    }

    @Test
    void shouldCompareInitSettingsLineByLine() {
        ClientInit other = new ClientInit(new LogSetting("-L option", "summary"), 9, "smtp", KeyFiles.NONE, "sha256");

        assertThat(Samples.clientInit().text(V37)).isEqualTo("log_param=smtp_tls_loglevel\nlog_level=1\nverifydepth=9\ncache_type=smtp\n"
                + "chain_files=/chain\ncert_file=/rsa.pem\nkey_file=/rsa.key\ndcert_file=/dsa.pem\ndkey_file=/dsa.key\n"
                + "eccert_file=/ec.pem\neckey_file=/ec.key\nCAfile=/ca.pem\nCApath=/ca\nmdalg=sha256\n");
        assertThat(SettingsText.differences(Samples.clientInit().text(V37), other.text(V37)))
                .startsWith("(server) 'log_param=smtp_tls_loglevel' != (client) 'log_param=-L option'; ");
        assertThat(SettingsText.differences(Samples.clientInit().text(V312), other.text(V312)))
                .startsWith("(server) 'log_level=1' != (client) 'log_level=summary'; ");
    }

    @Test
    void shouldPrintServerInitSettingsInTheirOrder() {
        assertThat(Samples.serverInit().text(V312)).isEqualTo("log_param=\nlog_level=2\nverifydepth=5\ncache_type=smtpd\nset_sessid=1\n"
                + "chain_files=/chain\ncert_file=/rsa.pem\nkey_file=/rsa.key\ndcert_file=/dsa.pem\ndkey_file=/dsa.key\n"
                + "eccert_file=/ec.pem\neckey_file=/ec.key\nCAfile=/ca.pem\nCApath=/ca\nprotocols=>=TLSv1.2\neecdh_grade=auto\n"
                + "dh1024_param_file=/dh1024\ndh512_param_file=/dh512\nask_ccert=1\nmdalg=sha512\n");
    }

    @Test
    void shouldSayWhichParametersItNeeds() {
        assertThat(Params.serverNames(V311)).isEmpty();
        assertThat(Params.serverNames(V312)).hasSize(20).startsWith("config_file", "config_name").endsWith("tls_trust_server_ccerts");
        assertThat(Params.clientNames(V312)).contains("tls_fast_shutdown_enable").doesNotContain("tls_low_cipherlist");
        assertThatThrownBy(() -> Params.client(V37, name -> "maybe")).isInstanceOf(NumberFormatException.class);
    }
}
