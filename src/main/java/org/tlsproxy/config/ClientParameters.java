package org.tlsproxy.config;

import java.util.List;

/** The settings of the client role, for which smtp(8) asks; most have the smtp(8) setting as their default. */
final class ClientParameters {

    static final List<Parameter> ROWS = List.of(
        Row.inheritedNumber("tlsproxy_client_scert_verifydepth", "$smtp_tls_scert_verifydepth").says("max chain depth"),
        Row.text("tlsproxy_client_loglevel", "$smtp_tls_loglevel").says("TLS log level of the client role"),
        Row.text("tlsproxy_client_loglevel_parameter", "smtp_tls_loglevel").until("3.12").otherwise("smtp_tls_loglevel")
            .says("name shown in log-level warnings and compared with requests; 3.4-3.11; 3.12 accepted, ignored"),
        Row.text("tlsproxy_client_chain_files", "$smtp_tls_chain_files").says("client key+chain files"),
        Row.text("tlsproxy_client_cert_file", "$smtp_tls_cert_file").says("RSA client certificate"),
        Row.text("tlsproxy_client_key_file", "$smtp_tls_key_file").says("RSA client key"),
        Row.text("tlsproxy_client_dcert_file", "$smtp_tls_dcert_file").says("DSA client certificate"),
        Row.text("tlsproxy_client_dkey_file", "$smtp_tls_dkey_file").says("DSA client key"),
        Row.text("tlsproxy_client_eccert_file", "$smtp_tls_eccert_file").says("ECDSA client certificate"),
        Row.text("tlsproxy_client_eckey_file", "$smtp_tls_eckey_file").says("ECDSA client key"),
        Row.text("tlsproxy_client_CAfile", "$smtp_tls_CAfile").says("PEM CA file"),
        Row.text("tlsproxy_client_CApath", "$smtp_tls_CApath").says("hashed CA directory"),
        Row.text("tlsproxy_client_fingerprint_digest", "$smtp_tls_fingerprint_digest").atLeast(1).says("digest name"),
        Row.text("tlsproxy_client_security_level", "${tlsproxy_client_level?{$tlsproxy_client_level}:{$smtp_tls_security_level}}").ours()
            .says("any client level name; unknown or halfdane is fatal"),
        Row.text("tlsproxy_client_per_site", "$smtp_tls_per_site").says("obsolete per-site tables; only tested for being non-empty"),
        Row.text("tlsproxy_client_policy_maps", "${tlsproxy_client_policy?{$tlsproxy_client_policy}:{$smtp_tls_policy_maps}}").ours()
            .says("TLS policy tables; only tested for being non-empty; never opened"),
        Row.inheritedFlag("tlsproxy_client_use_tls", "$smtp_use_tls").says("obsolete; used when the security level is empty"),
        Row.inheritedFlag("tlsproxy_client_enforce_tls", "$smtp_enforce_tls").says("obsolete; used when the security level is empty"),
        Row.text("tlsproxy_client_level", "").ignored()
            .says("old name of tlsproxy_client_security_level; 3.7 and later: only its default"),
        Row.text("tlsproxy_client_policy", "").ignored().says("old name of tlsproxy_client_policy_maps; 3.7 and later: only its default"));

    private ClientParameters() { }
}
