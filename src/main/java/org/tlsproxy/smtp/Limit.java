package org.tlsproxy.smtp;

/** What can be too long or too many. */
public enum Limit {
    LINE, REPLY, SENDER, RECIPIENT, RECIPIENTS, RECIPIENT_LIST
}
