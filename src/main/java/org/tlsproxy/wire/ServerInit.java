package org.tlsproxy.wire;

/**
 * What a TLS server context is made of; clients with equal ones share a context.
 *
 * @param log         log level of the program that asks
 * @param verifyDepth longest chain
 * @param session     session cache
 * @param keys        files
 * @param policy      versions, key exchange, client certificates
 * @param digest      fingerprint algorithm
 */
public record ServerInit(LogSetting log, int verifyDepth, Session session, KeyFiles keys, Policy policy, String digest) {

    static final Layout LAYOUT = Layout.join(
            Layout.of(Layout.text("log_param"), Layout.text("log_level"), Layout.number("verifydepth"), Layout.text("cache_type"),
                    Layout.number("set_sessid")),
            KeyFiles.LAYOUT,
            Layout.of(Layout.text("protocols"), Layout.text("eecdh_grade"), Layout.text("dh1024_param_file"),
                    Layout.text("dh512_param_file"), Layout.number("ask_ccert"), Layout.text("mdalg")));

    /** @param cacheType {@code smtpd}, @param alwaysIssueIds smtpd_tls_always_issue_session_ids */
    public record Session(String cacheType, boolean alwaysIssueIds) { }

    /** All as in main.cf; the DH files are for TLS 1.2 and before. */
    public record Policy(String protocols, String eecdhGrade, String dh1024File, String dh512File, boolean askClientCertificate) { }

    /** One {@code name=value} line each: what tells one context from another, and the input of {@link SettingsText}. */
    public String text(Generation generation) {
        Object[] values = values();
        if (generation.has(Trait.LOG_PARAMETER_IGNORED)) {
            values[0] = "";
        }
        return LAYOUT.plainText(values);
    }

    static ServerInit of(Fields f) {
        return new ServerInit(LogSetting.of(f), f.number(), new Session(f.text(), f.flag()), KeyFiles.of(f),
                new Policy(f.text(), f.text(), f.text(), f.text(), f.flag()), f.text());
    }

    Object[] values() {
        return Fields.join(
                new Object[] {log.parameter(), log.level(), verifyDepth, session.cacheType(), Fields.ofFlag(session.alwaysIssueIds())},
                keys.values(),
                new Object[] {policy.protocols(), policy.eecdhGrade(), policy.dh1024File(), policy.dh512File(),
                    Fields.ofFlag(policy.askClientCertificate()), digest});
    }
}
