"""Terms as versions, the offer and its acceptances."""
