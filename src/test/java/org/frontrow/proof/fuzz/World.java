package org.frontrow.proof.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.frontrow.proof.fuzz.ApiDocument.Operation;

/** What is really there at the other end, so that questions get deeper than the first check. */
interface World {
    /** Those who act for this player, and for no other. */
    List<Person> cast(int player);

    /** A value that means something under this name of a field or parameter of that operation. */
    Optional<JsonNode> known(Operation operation, String name, Person who, Dice dice);

    /** What may be sent to an operation that takes no JSON, such as a picture. */
    Optional<byte[]> file(Operation operation);

    /** A whole body that should work. */
    Optional<ObjectNode> body(Operation operation, Person who, Dice dice);

    /** How somebody signs in, as an operation and its body. */
    SignIn signIn(Person who);

    /** Whether somebody like this has any business there; they try all the same, but not as often. */
    default boolean concerns(Operation operation, Person who) {
        return true;
    }

    /** Operations that follow each other when things go well. */
    List<String> story(Person who, Dice dice);

    void learn(Question question, Answer answer);

    /** What only somebody who knows this world can find wrong with an answer. */
    Optional<String> complaint(Question question, Answer answer);

    record SignIn(String operation, ObjectNode body) {}
}
