package org.tlsproxy.smtp;

import java.util.Optional;

/**
 * One session's conversation with the greylisting server: connected at the first question, kept for the others, connected anew when the
 * server has closed it in between. Its owner has the socket and the clock.
 *
 * <pre>
 *   IDLE -ask-> CONNECT -connected-> WRITE -written-> READ -answer-> IDLE
 *                  |                   |               |  (closed before the first byte on a kept connection: CONNECT, once)
 *                  +------failed-------+---------------+-> IDLE, verdict UNAVAILABLE
 * </pre>
 */
public final class PolicyCall {

    /** What the owner is to do. */
    public enum Step { IDLE, CONNECT, WRITE, READ }

    private Step step = Step.IDLE;
    private boolean connected;
    private boolean kept;
    private byte[] request = {};
    private PolicyAnswer answer = new PolicyAnswer();
    private Optional<PolicyVerdict> verdict = Optional.empty();

    /** Asks. */
    public void ask(PolicyQuestion question) {
        request = question.encode();
        answer = new PolicyAnswer();
        verdict = Optional.empty();
        kept = connected;
        step = connected ? Step.WRITE : Step.CONNECT;
    }

    public Step step() {
        return step;
    }

    /** What is to be written in step WRITE. */
    public byte[] request() {
        return request;
    }

    public void connected() {
        connected = true;
        step = Step.WRITE;
    }

    public void written() {
        step = Step.READ;
    }

    /** Bytes of the answer. */
    public void received(byte[] buf, int off, int len) {
        Optional<PolicyVerdict> result = answer.take(buf, off, len);
        if (result.isPresent()) {
            finish(result.get());
        }
    }

    /** The connection broke or was closed; the owner has disconnected the socket. */
    public void broken() {
        connected = false;
        if (kept && !answer.begun() && step != Step.IDLE) {
            kept = false;
            step = Step.CONNECT;
        } else if (step != Step.IDLE) {
            finish(PolicyVerdict.UNAVAILABLE);
        }
    }

    /** Time is up. The connection is of no use any more: its answer may still come. */
    public void timedOut() {
        connected = false;
        finish(PolicyVerdict.UNAVAILABLE);
    }

    private void finish(PolicyVerdict result) {
        if (result == PolicyVerdict.UNAVAILABLE) {
            connected = false;
        }
        verdict = Optional.of(result);
        step = Step.IDLE;
    }

    /** False if the owner must disconnect the socket before it connects again. */
    public boolean isConnected() {
        return connected;
    }

    /** The verdict, once it is there. */
    public Optional<PolicyVerdict> verdict() {
        return verdict;
    }
}
