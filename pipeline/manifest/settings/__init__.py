"""Settings: what studio, series, episode and segment say of one thing, resolved by the cascade."""
