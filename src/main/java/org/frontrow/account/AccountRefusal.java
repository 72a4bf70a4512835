package org.frontrow.account;

import java.time.Duration;
import org.frontrow.platform.Pause;
import org.frontrow.platform.Refusal;

/** Everything this package says no to. */
sealed interface AccountRefusal extends Refusal {

    record InvalidUsername() implements AccountRefusal {}

    record UsernameTaken() implements AccountRefusal {}

    record WeakPassword(Weakness weakness) implements AccountRefusal {}

    /** One answer for a wrong password and for an unknown name: which of the two it was is nobody's business. */
    record InvalidCredentials() implements AccountRefusal {}

    record InvalidRefreshToken() implements AccountRefusal {}

    /** Told only to who knows the password. */
    record AccountDisabled() implements AccountRefusal {}

    /** Told only to who knows the password. */
    record PasswordChangeRequired() implements AccountRefusal {}

    record SamePassword() implements AccountRefusal {}

    record UnknownAccount() implements AccountRefusal {}

    /** Nobody could appoint another one. */
    record LastAdministrator() implements AccountRefusal {}

    record SignInDelayed(Duration retryAfter) implements AccountRefusal {}

    record RegistrationDelayed(Duration retryAfter) implements AccountRefusal {}

    record RefreshDelayed(Duration retryAfter) implements AccountRefusal {}

    record SignInBusy() implements AccountRefusal {
        @Override
        public Duration retryAfter() {
            return Pause.between(2, 6);
        }
    }

    /** More than one account or one address may do. */
    record TooManyRequests(Of of, Duration retryAfter) implements AccountRefusal {
        enum Of {
            ACCOUNT,
            ADDRESS
        }
    }

    record ForeignOrigin() implements AccountRefusal {}

    enum Weakness {
        TOO_SHORT("The password needs at least " + Passwords.SHORTEST + " characters"),
        TOO_LONG("The password may have at most " + Passwords.LONGEST + " characters"),
        NOT_TEXT("The password contains something that is not a character"),
        COMMON("This password is among the first that anybody would guess"),
        SAME_AS_USERNAME("The password must not be the username");

        private final String sentence;

        Weakness(String sentence) {
            this.sentence = sentence;
        }
    }

    @Override
    default Kind kind() {
        return switch (this) {
            case InvalidUsername _, WeakPassword _, SamePassword _ -> Kind.INVALID;
            case UsernameTaken _, LastAdministrator _ -> Kind.CONFLICT;
            case UnknownAccount _ -> Kind.NOT_FOUND;
            case InvalidCredentials _, InvalidRefreshToken _ -> Kind.UNAUTHENTICATED;
            case SignInDelayed _, RegistrationDelayed _, RefreshDelayed _, TooManyRequests _ -> Kind.TOO_MANY;
            case SignInBusy _ -> Kind.UNAVAILABLE;
            case ForeignOrigin _, AccountDisabled _, PasswordChangeRequired _ -> Kind.FORBIDDEN;
        };
    }

    @Override
    default String detail() {
        return switch (this) {
            case InvalidUsername _ -> "A username has 1 to 150 letters, digits and the characters @ . + - _";
            case WeakPassword weak -> weak.weakness.sentence;
            case UsernameTaken _ -> "Username already exists";
            case InvalidCredentials _ -> "Invalid credentials";
            case InvalidRefreshToken _ -> "The refresh token is not valid, please sign in again";
            case AccountDisabled _ -> "This account was closed by an administrator";
            case PasswordChangeRequired _ -> "Choose a password of your own first";
            case SamePassword _ -> "The new password is the old one";
            case UnknownAccount _ -> "Account not found";
            case LastAdministrator _ -> "There would be no administrator left";
            case SignInDelayed _ -> "Too many failed sign-ins, please wait a moment";
            case RegistrationDelayed _ -> "Too many accounts were asked for from here, please wait a moment";
            case RefreshDelayed _ -> "This session was refreshed too often, please wait a moment";
            case SignInBusy _ -> "Too many people are signing in right now, please try again";
            case TooManyRequests many
            when many.of == TooManyRequests.Of.ADDRESS -> "Too many requests from your address, please wait a moment";
            case TooManyRequests _ -> "You are asking too often, please wait a moment";
            case ForeignOrigin _ -> "This request comes from another site";
        };
    }
}
