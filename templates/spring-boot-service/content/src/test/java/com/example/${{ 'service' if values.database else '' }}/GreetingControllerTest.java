package com.example.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class GreetingControllerTest extends ServiceTest {

    @Test
    void storesAGreetingAndReadsItBack() {
        Greeting added = client.post()
                .uri("/${{ values.name }}/greetings")
                .body(Map.of("name", "Ada"))
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody(Greeting.class)
                .returnResult()
                .getResponseBody();

        assertThat(added).isNotNull();
        client.get()
                .uri("/${{ values.name }}/greetings/" + added.id())
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.name")
                .isEqualTo("Ada");
    }

    @Test
    void refusesABlankName() {
        client.post().uri("/${{ values.name }}/greetings").body(Map.of("name", " ")).exchange().expectStatus().isBadRequest();
    }

    @Test
    void doesNotFindWhatIsNotThere() {
        client.get().uri("/${{ values.name }}/greetings/-1").exchange().expectStatus().isNotFound();
    }
}
