package org.tlsproxy.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The TLS parameters that a program and tlsproxy should agree on. They are compared with tlsproxy's own and never applied, so
 * they are kept as an ordered list of names and values: the names are those of main.cf, without {@code tls_} in two cases
 * ({@code config_file}, {@code config_name}).
 */
public final class Params {

    static final Layout CLIENT = Layout.of(
            Layout.text("config_file").in(Trait.CONFIG_FILE),
            Layout.text("config_name").in(Trait.CONFIG_FILE),
            Layout.text("tls_high_cipherlist"),
            Layout.text("tls_medium_cipherlist"),
            Layout.text("tls_low_cipherlist").in(Trait.WEAK_CIPHERLISTS),
            Layout.text("tls_export_cipherlist").in(Trait.WEAK_CIPHERLISTS),
            Layout.text("tls_null_cipherlist"),
            Layout.text("tls_eecdh_auto_curves"),
            Layout.text("tls_eecdh_strong_curve"),
            Layout.text("tls_eecdh_ultra_curve"),
            Layout.text("tls_ffdhe_auto_groups").in(Trait.FFDHE_GROUPS),
            Layout.text("tls_disable_workarounds"),
            Layout.text("tls_ssl_options"),
            Layout.text("tls_dane_digests"),
            Layout.text("tlsmgr_service_name"),
            Layout.text("tls_session_ticket_cipher"),
            Layout.number("tls_daemon_random_bytes"),
            Layout.number("tls_append_default_CA"),
            Layout.number("tls_legacy_public_key_fingerprints").in(Trait.LEGACY_FINGERPRINTS),
            Layout.number("tls_preempt_cipherlist"),
            Layout.number("tls_wildcard_matches_multiple_labels"),
            Layout.number("tls_fast_shutdown_enable").in(Trait.FAST_SHUTDOWN));

    static final Layout SERVER = Layout.of(
            Layout.text("config_file"),
            Layout.text("config_name"),
            Layout.text("tls_high_cipherlist"),
            Layout.text("tls_medium_cipherlist"),
            Layout.text("tls_null_cipherlist"),
            Layout.text("tls_eecdh_auto_curves"),
            Layout.text("tls_eecdh_strong_curve"),
            Layout.text("tls_eecdh_ultra_curve"),
            Layout.text("tls_ffdhe_auto_groups"),
            Layout.text("tls_disable_workarounds"),
            Layout.text("tls_ssl_options"),
            Layout.text("tlsmgr_service_name"),
            Layout.text("tls_session_ticket_cipher"),
            Layout.number("tls_daemon_random_bytes"),
            Layout.number("tls_append_default_CA"),
            Layout.number("tls_preempt_cipherlist"),
            Layout.number("tls_wildcard_matches_multiple_labels"),
            Layout.text("tls_server_sni_maps"),
            Layout.number("tls_fast_shutdown_enable"),
            Layout.number("tls_trust_server_ccerts"));

    private final Layout layout;
    private final Object[] values;

    private Params(Layout layout, Object[] values) {
        this.layout = layout;
        this.values = values;
    }

    /** @param value gives the value of a name of {@link #clientNames}; numbers in decimal, switches as yes or no */
    public static Params client(Generation generation, UnaryOperator<String> value) {
        return collect(CLIENT, generation, value);
    }

    /** @param value gives the value of a name of {@link #serverNames}; numbers in decimal, switches as yes or no */
    public static Params server(Generation generation, UnaryOperator<String> value) {
        return collect(SERVER, generation, value);
    }

    /** The names that clients of this generation send for the client role, in their order. */
    public static List<String> clientNames(Generation generation) {
        return names(CLIENT, generation);
    }

    /** The names that clients of this generation send for the server role, in their order. */
    public static List<String> serverNames(Generation generation) {
        return generation.has(Trait.SERVER_SETTINGS) ? names(SERVER, generation) : List.of();
    }

    static Params of(Layout layout, Fields fields) {
        return new Params(layout, fields.take(layout.size()));
    }

    private static Params collect(Layout layout, Generation generation, UnaryOperator<String> value) {
        Object[] values = new Object[layout.size()];
        for (int i = layout.expected(0, generation); i < values.length; i = layout.expected(i + 1, generation)) {
            Layout.Row row = layout.row(i);
            String text = value.apply(row.name);
            values[i] = row.kind == Layout.Kind.TEXT ? text : number(text);
        }
        return new Params(layout, values);
    }

    private static Object number(String text) {
        return switch (text) {
            case "yes" -> 1;
            case "no" -> 0;
            default -> Integer.valueOf(text);
        };
    }

    private static List<String> names(Layout layout, Generation generation) {
        List<String> names = new ArrayList<>();
        for (int i = layout.expected(0, generation); i < layout.size(); i = layout.expected(i + 1, generation)) {
            names.add(layout.row(i).name);
        }
        return List.copyOf(names);
    }

    /**
     * One {@code name=value} line each: what tells one set of parameters from another, and the input of {@link SettingsText}. Without a
     * blank at the end of a value: since 3.10 two defaults have one, which postconf(1) does not print.
     */
    public String text() {
        return layout.plainText(values).replace(" \n", "\n");
    }

    Object[] values() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Params params && text().equals(params.text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
