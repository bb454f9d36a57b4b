package org.tlsproxy.config;

import java.util.List;

/** The settings of smtpd(8) and smtp(8) that those of tlsproxy have as their defaults; a bad one stops the start, as in C. */
final class InheritedParameters {

    static final List<Parameter> ROWS = List.of(
        Row.number("smtpd_tls_ccert_verifydepth", "9").says("of smtpd(8)"),
        Row.number("smtp_tls_scert_verifydepth", "9").says("of smtp(8)"),
        Row.text("smtpd_tls_chain_files", "").says("of smtpd(8)"),
        Row.text("smtpd_tls_cert_file", "").says("of smtpd(8)"),
        Row.text("smtpd_tls_key_file", "$smtpd_tls_cert_file").says("of smtpd(8)"),
        Row.text("smtpd_tls_dcert_file", "").says("of smtpd(8)"),
        Row.text("smtpd_tls_dkey_file", "$smtpd_tls_dcert_file").says("of smtpd(8)"),
        Row.text("smtpd_tls_eccert_file", "").says("of smtpd(8)"),
        Row.text("smtpd_tls_eckey_file", "$smtpd_tls_eccert_file").says("of smtpd(8)"),
        Row.text("smtpd_tls_CAfile", "").says("of smtpd(8)"),
        Row.text("smtpd_tls_CApath", "").says("of smtpd(8)"),
        Row.text("smtpd_tls_ciphers", "medium").atLeast(1).says("of smtpd(8)"),
        Row.text("smtpd_tls_mandatory_ciphers", "medium").atLeast(1).says("of smtpd(8)"),
        Row.text("smtpd_tls_exclude_ciphers", "").says("of smtpd(8)"),
        Row.text("smtpd_tls_mandatory_exclude_ciphers", "").says("of smtpd(8)"),
        Row.text("smtpd_tls_protocols", "!SSLv2, !SSLv3")
            .from("3.6", ">=TLSv1").says("of smtpd(8)"),
        Row.text("smtpd_tls_mandatory_protocols", "!SSLv2, !SSLv3")
            .from("3.6", ">=TLSv1").says("of smtpd(8)"),
        Row.text("smtpd_tls_dh512_param_file", "").says("of smtpd(8)"),
        Row.text("smtpd_tls_dh1024_param_file", "").says("of smtpd(8)"),
        Row.text("smtpd_tls_eecdh_grade", "auto").atLeast(1).says("of smtpd(8)"),
        Row.text("smtpd_tls_fingerprint_digest", "md5")
            .from("3.6", "${{$compatibility_level} <level {3.6} ? {md5} : {sha256}}").atLeast(1).says("of smtpd(8)"),
        Row.text("smtpd_tls_loglevel", "0").says("of smtpd(8)"),
        Row.text("smtpd_tls_security_level", "").says("of smtpd(8)"),
        Row.text("smtp_tls_chain_files", "").says("of smtp(8)"),
        Row.text("smtp_tls_cert_file", "").says("of smtp(8)"),
        Row.text("smtp_tls_key_file", "$smtp_tls_cert_file").says("of smtp(8)"),
        Row.text("smtp_tls_dcert_file", "").says("of smtp(8)"),
        Row.text("smtp_tls_dkey_file", "$smtp_tls_dcert_file").says("of smtp(8)"),
        Row.text("smtp_tls_CAfile", "").says("of smtp(8)"),
        Row.text("smtp_tls_CApath", "").says("of smtp(8)"),
        Row.text("smtp_tls_fingerprint_digest", "md5")
            .from("3.6", "${{$compatibility_level} <level {3.6} ? {md5} : {sha256}}").atLeast(1).says("of smtp(8)"),
        Row.text("smtp_tls_eccert_file", "").says("of smtp(8)"),
        Row.text("smtp_tls_eckey_file", "$smtp_tls_eccert_file").says("of smtp(8)"),
        Row.text("smtp_tls_loglevel", "0").says("of smtp(8)"),
        Row.text("smtp_tls_per_site", "").says("of smtp(8)"),
        Row.text("smtp_tls_security_level", "")
            .from("3.11", "${{$compatibility_level} <level {3.11} ? {} : {may}}").says("of smtp(8)"),
        Row.text("smtp_tls_policy_maps", "").says("of smtp(8)"),
        Row.flag("smtpd_use_tls", "no").says("of smtpd(8)"),
        Row.flag("smtpd_enforce_tls", "no").says("of smtpd(8)"),
        Row.flag("smtpd_tls_ask_ccert", "no").says("of smtpd(8)"),
        Row.flag("smtpd_tls_req_ccert", "no").says("of smtpd(8)"),
        Row.flag("smtpd_tls_always_issue_session_ids", "yes").says("of smtpd(8)"),
        Row.flag("smtp_use_tls", "no").says("of smtp(8)"),
        Row.flag("smtp_enforce_tls", "no").says("of smtp(8)"),
        Row.flag("smtpd_tls_enable_rpk", "no").since("3.9").says("of smtpd(8)"));

    private InheritedParameters() { }
}
