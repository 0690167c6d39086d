START_TEST(all_is_well) { }
END_TEST
