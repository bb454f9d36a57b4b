package org.tlsproxy.wire;

/**
 * What is particular to one session in the server role.
 *
 * @param log            log level of this session; absent in early 3.12 snapshots
 * @param timeoutSeconds informational: the request's own limits count
 * @param security       what must be reached
 * @param serverId       the service; part of cache keys
 * @param nameAndAddress the peer, for log lines
 * @param digest         fingerprint algorithm
 * @param trace          absent in early 3.12 snapshots
 */
public record ServerStart(LogSetting log, int timeoutSeconds, Security security, String serverId, String nameAndAddress,
                          String digest, Trace trace) {

    static final Layout LAYOUT = Layout.of(
            Layout.text("log_param").in(Trait.SESSION_LOG_LEVEL),
            Layout.text("log_level").in(Trait.SESSION_LOG_LEVEL),
            Layout.number("timeout"),
            Layout.number("enable_rpk"),
            Layout.number("requirecert"),
            Layout.text("serverid"),
            Layout.text("namaddr"),
            Layout.text("cipher_grade"),
            Layout.text("cipher_exclusions"),
            Layout.text("mdalg"),
            Layout.number("trace_size_limit").in(Trait.TRACE),
            Layout.text("trace_peer").in(Trait.TRACE));

    /**
     * @param rawPublicKeys            offer RFC 7250
     * @param requireClientCertificate no session without one
     * @param cipherGrade              as in main.cf
     * @param cipherExclusions         as in main.cf
     */
    public record Security(boolean rawPublicKeys, boolean requireClientCertificate, String cipherGrade, String cipherExclusions) { }

    static ServerStart of(Fields f) {
        LogSetting log = LogSetting.of(f);
        int timeout = f.number();
        boolean rawPublicKeys = f.flag();
        boolean requireCertificate = f.flag();
        String serverId = f.text();
        String nameAndAddress = f.text();
        Security security = new Security(rawPublicKeys, requireCertificate, f.text(), f.text());
        return new ServerStart(log, timeout, security, serverId, nameAndAddress, f.text(), Trace.of(f));
    }

    Object[] values() {
        return new Object[] {log.parameter(), log.level(), timeoutSeconds, Fields.ofFlag(security.rawPublicKeys()),
            Fields.ofFlag(security.requireClientCertificate()), serverId, nameAndAddress, security.cipherGrade(),
            security.cipherExclusions(), digest, trace.sizeLimit(), trace.peer()};
    }
}
